// The camera as a reader of QR codes: the browser's own detector where it has one, ours otherwise.

const SIDE = 480;
const PAUSE = 60;

export class Camera {
  #video;
  #read;
  #stream = null;
  #detect = null;
  #canvas = document.createElement("canvas");
  #lit = false;

  // `read(text)` is called for every frame that shows a code.
  constructor(video, read) {
    this.#video = video;
    this.#read = read;
    document.addEventListener("visibilitychange", () => this.#rest());
  }

  static get exists() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  get isOn() {
    return this.#stream !== null;
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  // Throws what getUserMedia throws; `explain` puts it in words.
  async start() {
    if (this.#stream) return;
    this.#detect ??= await detector(this.#canvas);
    this.#stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    this.#watch(this.#stream);
  }

  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#lit = false;
    this.#video.srcObject = null;
  }

  async toggleTorch() {
    this.#lit = !this.#lit;
    await this.#track.applyConstraints({ advanced: [{ torch: this.#lit }] });
    return this.#lit;
  }

  get #track() {
    return this.#stream?.getVideoTracks()[0];
  }

  async #watch(stream) {
    while (this.#stream === stream) {
      if (this.#video.readyState >= this.#video.HAVE_CURRENT_DATA && !document.hidden) {
        const text = await this.#detect(this.#video).catch(() => "");
        if (text && this.#stream === stream) this.#read(text);
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  // A phone in a pocket needs no camera; when it is looked at again, it goes on.
  async #rest() {
    if (document.hidden && this.#stream) {
      this.stop();
      this.sleeping = true;
    } else if (!document.hidden && this.sleeping) {
      this.sleeping = false;
      await this.start().catch(() => {});
    }
  }
}

export function explain(error) {
  if (error.name === "NotAllowedError") {
    return "El navegador no permite la cámara. Dale permiso en el candado de la dirección, o escribe el código.";
  }
  if (error.name === "NotFoundError") {
    return "Este equipo no tiene cámara. Usa un lector USB o escribe el código.";
  }
  return "La cámara está ocupada por otra aplicación. Ciérrala y vuelve a intentar.";
}

async function detector(canvas) {
  if ("BarcodeDetector" in globalThis) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const native = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await native.detect(video))[0]?.rawValue ?? "";
    }
  }
  const { decodeQR } = await import("../../vendor/qr-0.7.0/decode.js");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    // The square in the middle, as the page shows it, small enough for a cheap phone.
    const cut = Math.min(video.videoWidth, video.videoHeight);
    const side = Math.min(SIDE, cut);
    canvas.width = canvas.height = side;
    const left = (video.videoWidth - cut) / 2;
    const top = (video.videoHeight - cut) / 2;
    context.drawImage(video, left, top, cut, cut, 0, 0, side, side);
    try {
      return decodeQR(context.getImageData(0, 0, side, side));
    } catch {
      return ""; // most frames show no code
    }
  };
}
