/** What passwords look like, shared by the detectors that know where one stands. */

const NO_PASSWORD =
  /^(?:null|undefined|none|nil|true|false|string|str|required|optional|yes|no|and|or|the|your|my|this|self|env|process|os|config|settings|data|value|values|type|name|field|text|input|hidden|reset|change|changed|incorrect|wrong|invalid|missing|forgot|forgotten|protected|policy|manager|hash|hashed|expired|expires|vergeten|gewijzigd|oublié|vergessen|new|old|x+|\*+|\.+|-+|_+|example|changeme_?|redacted|number|object|array|any|void|bytes|int|bool|boolean|char|public|private|static|const|return|request|response|password|passwd|username|secret|token|key|default|empty|basic|bearer|header|query|body|placeholder|unknown)$/i;

/** True for words that stand where a password could and are none: types, states, placeholders. */
export function isNoPassword(value: string): boolean {
  return NO_PASSWORD.test(value);
}

/** Letters with a digit, a sign or a capital among them: nobody's ordinary word. */
export function isStrange(value: string): boolean {
  return /\d|[^A-Za-zÀ-ɏ0-9'’.-]|[a-z][A-Z]/.test(value) && /[A-Za-z]/.test(value);
}

/** A sentence's last signs, which belong to no value: `hunter2.` but `hunter2!` where a sign may be part of it. */
export function withoutStop(value: string): string {
  return value.replace(/[.,;:!?)]+$/, (tail) => (/^[.,;:)]/.test(tail) ? "" : tail.replace(/[.,;:)].*$/, "")));
}

/** Measures, formats and references: 350g/m², A4, v5.0, 12h15, 4/4, ART-0245. */
export function isOrdinary(value: string): boolean {
  return (
    /^\d+(?:[.,:/x×-]\d+)*[a-zA-Z%²°/]{0,6}$/.test(value) ||
    /^(?:[AB]\d(?:[-+][a-z]+)?|v\d[\d.]*|(?:DIN|ISO|RAL|PMS)\d+\w?|v\d+(?:\.\d+)+|\d{1,2}[hu]\d{2}\S*)$/.test(value) ||
    /^[A-Z]{1,5}[-/]?[A-Z]?\d[\d./-]*$/.test(value)
  );
}

const FILE_OR_HOST = /\.(?:com|net|org|be|nl|fr|de|eu|io|pdf|zip|indd|jpe?g|png|tiff?|xlsx?|docx?|csv|html?|example)$/i;

/** A name with an ending that files and hosts have. */
export function isFileOrHost(value: string): boolean {
  return FILE_OR_HOST.test(value);
}
