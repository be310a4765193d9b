// The camera's place on the page: turning it on and off, its light, and which view it stands in.

import { Camera, explain } from "./camera.js";
import { gate } from "./parts.js";
import { forget, load, save } from "./store.js";

const $ = (id) => document.getElementById(id);
const camera = new Camera($("video"), (text) => viewfinder.read(text));

export const viewfinder = {
  // What to do with what the camera reads; main.js says.
  read: () => {},

  get isOn() {
    return camera.isOn;
  },

  // It reads invitations as well as passes, and moves between the two views.
  place(view) {
    document.querySelector(`[data-view="${view}"] [data-camera-place]`).append($("camera"));
    show();
  },

  async start() {
    screenProblem("");
    try {
      if (!Camera.exists) throw new DOMException("", "NotFoundError");
      await camera.start();
      save("camera", true);
    } catch (error) {
      screenProblem(explain(error));
    }
    show();
  },

  stop() {
    camera.stop();
    show();
  },

  wasOn: () => load("camera", false),
};

function show() {
  $("camera").dataset.on = camera.isOn;
  $("camera-off").hidden = camera.isOn;
  $("camera-stop").hidden = !camera.isOn;
  $("torch").hidden = !camera.isOn || !camera.hasTorch;
}

function screenProblem(words) {
  gate.screen.say("camera-problem", words);
}

for (const button of document.querySelectorAll("[data-camera]")) {
  button.addEventListener("click", () => {
    if (!camera.isOn) {
      viewfinder.start();
      return;
    }
    viewfinder.stop();
    forget("camera");
  });
}

$("torch").addEventListener("click", async () => {
  const lit = await camera.toggleTorch().catch(() => false);
  $("torch").setAttribute("aria-pressed", lit);
});
