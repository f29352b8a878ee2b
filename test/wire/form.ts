/** The smallest form with a file in it. */
export const form = {
  type: 'multipart/form-data; boundary=x',
  body: Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--x--\r\n'),
};
