/** Just enough of ONNX's protobuf to write a small model: `logits = embedding[input_ids] · weights + bias`. */

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

function message(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === "number") return Buffer.from([...varint(number * 8), ...varint(value)]);
      const bytes = typeof value === "string" ? Buffer.from(value) : Array.isArray(value) ? message(value) : value;
      return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes as Uint8Array]);
    }),
  );
}

const [FLOAT, INT64] = [1, 7];

function tensor(name: string, rows: readonly (readonly number[])[], shape: readonly number[]): readonly Field[] {
  const raw = Buffer.alloc(rows.flat().length * 4);
  for (const [at, value] of rows.flat().entries()) raw.writeFloatLE(value, at * 4);
  return [...shape.map((size): Field => [1, size]), [2, FLOAT], [8, name], [9, raw]];
}

/** A graph's input or output of shape [1, pieces, …]. */
const value = (name: string, type: number, last: number | undefined): readonly Field[] => [
  [1, name],
  [
    2,
    [
      [
        1,
        [
          [1, type],
          [2, [[1, [[1, 1]]], [1, [[2, "pieces"]]], ...(last === undefined ? [] : [[1, [[1, last]]] as Field])]],
        ],
      ],
    ],
  ],
];

const node = (op: string, inputs: readonly string[], output: string): readonly Field[] => [
  ...inputs.map((name): Field => [1, name]),
  [2, output],
  [4, op],
];

export interface Layers {
  /** A row for each piece of the vocabulary. */
  readonly embedding: readonly (readonly number[])[];
  /** A row for each column of the embedding, a column for each label. */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** The bytes of `model.onnx`. */
export function tinyOnnx({ embedding, weights, bias }: Layers): Buffer {
  const [width, labels] = [weights.length, bias.length];
  const graph: readonly Field[] = [
    [1, node("Gather", ["embedding", "input_ids"], "embedded")],
    [1, node("MatMul", ["embedded", "weights"], "weighed")],
    [1, node("Add", ["weighed", "bias"], "logits")],
    [2, "tiny"],
    [5, tensor("embedding", embedding, [embedding.length, width])],
    [5, tensor("weights", weights, [width, labels])],
    [5, tensor("bias", [bias], [labels])],
    [11, value("input_ids", INT64, undefined)],
    [12, value("logits", FLOAT, labels)],
  ];
  return message([
    [1, 8],
    [2, "belfry-tests"],
    [7, graph],
    [8, [[2, 13]]],
  ]);
}
