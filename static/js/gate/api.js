// The gate's part of /api/v1, with errors that say whether trying again makes sense.

const ROOT = "/api/v1/checkin/";
const PATIENCE = 10_000;

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  // No answer, or an answer that another moment may change.
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  token = "";

  get(path) {
    return this.#call(path, {});
  }

  post(path, body) {
    return this.#call(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
  }

  async #call(path, { headers = {}, ...options }) {
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    let response;
    try {
      response = await fetch(ROOT + path, {
        ...options,
        headers,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) return await response.json();
    } catch {
      throw new ApiError(0, "No hay red.");
    }
    const problem = await response.json().catch(() => null);
    // The Wi-Fi of a hall answers in our place until somebody accepts its terms: that is no network.
    if (!problem?.detail && response.status < 500) throw new ApiError(0, "No hay red.");
    throw new ApiError(response.status, problem?.detail ?? "El servidor no pudo contestar.");
  }
}
