/** An answer that says no, in Matrix's form. The code is what counts to a bridge; only 429, 502, 503 and 504 are tried again by it. */
export class MatrixError extends Error {
  override readonly name = 'MatrixError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notFound = (what: string) => new MatrixError(404, 'M_NOT_FOUND', `${what} not found`);
