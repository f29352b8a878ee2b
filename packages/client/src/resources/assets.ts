import type { DownloadResult, UploadResult } from '@partyline/protocol';
import type { RequestOptions, Transport } from '../transport.ts';
import { type Uploadable, uploadForm } from '../upload.ts';

interface UploadNames {
  /** Shown to people. */
  fileName?: string | undefined;
  /** What the network is told; by default what the content is. */
  mimeType?: string | undefined;
}

export interface AssetUploadParams extends UploadNames {
  /** At most 500 MB. */
  file: Uploadable;
}

export interface AssetUploadBase64Params extends UploadNames {
  content: string;
}

export interface AssetDownloadParams {
  /** An `mxc://` or `localmxc://` URL of an attachment. */
  url: string;
}

export interface AssetServeParams {
  /** As for a download, or a `file://` URL that the server gave. */
  url: string;
}

/** As long as a file of 500 MB takes at 1 MB/s, about. */
const uploadTimeout = 600_000;

/** The files of messages. */
export class Assets {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Uploads a file for a message or a draft. It is streamed, and may take 10 minutes unless `timeout` says otherwise.
   *
   * @example
   * const { uploadID, error } = await client.assets.upload({ file: 'holiday.jpg' });
   */
  async upload({ file, ...names }: AssetUploadParams, options?: RequestOptions): Promise<UploadResult> {
    const upload = await uploadForm(file, { ...names });
    return this.#transport.send({ method: 'POST', path: '/v1/assets/upload', upload, timeout: uploadTimeout }, options);
  }

  uploadBase64(body: AssetUploadBase64Params, options?: RequestOptions): Promise<UploadResult> {
    return this.#transport.send(
      { method: 'POST', path: '/v1/assets/upload/base64', body, timeout: uploadTimeout },
      options,
    );
  }

  /** Has the server fetch the file. `srcURL` is a path on its machine; {@link serve} reads it from another one. */
  download(body: AssetDownloadParams, options?: RequestOptions): Promise<DownloadResult> {
    return this.#transport.send({ method: 'POST', path: '/v1/assets/download', body }, options);
  }

  /** The file as a `Response`, whose body is for the caller to read or to cancel. `headers` may ask for a `Range`. @throws NotFoundError */
  serve(query: AssetServeParams, options?: RequestOptions): Promise<Response> {
    const headers = { Accept: 'application/octet-stream' };
    return this.#transport.open({ method: 'GET', path: '/v1/assets/serve', query: { ...query }, headers }, options);
  }
}
