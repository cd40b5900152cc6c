// The two ways in which an export can fail because of the model: an operation that ONNX lacks, and a
// shape that depends on a symbolic dimension in a way that no run-time expression can follow.

/** A primitive of jax-js without an ONNX counterpart here. Names the equation and, if known, the source line. */
export class UnsupportedPrimitiveError extends Error {
  override readonly name = 'UnsupportedPrimitiveError';
  readonly primitive: string;
  readonly equation: string;
  readonly source: string | undefined;

  constructor(primitive: string, equation: string, source?: string, reason = 'it has no ONNX lowering') {
    super(`cannot export '${primitive}': ${reason}\n  in: ${equation}${source ? `\n  at: ${source}` : ''}`);
    this.primitive = primitive;
    this.equation = equation;
    this.source = source;
  }
}

/** The traces at different sizes do not describe one graph. Names the equation where they part. */
export class SymbolicShapeError extends Error {
  override readonly name = 'SymbolicShapeError';
  readonly reason: string;
  readonly equation: string | undefined;

  constructor(reason: string, equation?: string) {
    super(`a symbolic dimension cannot be kept: ${reason}${equation ? `\n  in: ${equation}` : ''}`);
    this.reason = reason;
    this.equation = equation;
  }
}
