/** Sends bytes to the server, and tells how many of them have arrived. */

/** What the server said against it, in English. */
export class Refusal extends Error {
  /** @param {{message: string, code: string}} told @param {number} status */
  constructor({ message, code }, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * Send bytes, by the one way in browsers to learn how many of them have arrived.
 *
 * @param {string} address
 * @param {Blob | FormData} body
 * @param {(share: number) => void} onSent Of 1.
 * @param {AbortSignal} [signal] Ends it.
 * @returns {Promise<any>} The answer; it fails with a `Refusal` or, where the server is out of reach, with another error.
 */
export function upload(address, body, onSent, signal) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onSent(total ? loaded / total : 0);
    // What is no JSON came from something between here and the server: then the answer is null.
    request.responseType = "json";
    request.onload = () => {
      if (request.status < 300) done(request.response);
      else fail(request.response?.code ? new Refusal(request.response, request.status) : new Error());
    };
    request.onerror = () => fail(new Error());
    request.onabort = () => fail(new Error());
    signal?.addEventListener("abort", () => request.abort());
    request.open("POST", address);
    // A form tells by itself where its parts begin.
    if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(body);
  });
}
