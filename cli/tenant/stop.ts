/** A reason to stop that whoever runs the command can act on: printed as it is, without a stack. */
export class Stop extends Error {}
