// The gate: a paired phone or laptop that reads passes and says what to do. This module puts its
// parts together; what they share is in parts.js.

import "./install.js";
import { begin, pairAgain, pairWith, secretIn } from "./pairing.js";
import { gate } from "./parts.js";
import { read } from "./reading.js";
import "./ready.js";
import "./refresh.js";
import { isMuted, mute } from "./signal.js";
import { type } from "./typing.js";
import { viewfinder } from "./viewfinder.js";
import "./walkin.js";
import { Wedge } from "./wedge.js";

const $ = (id) => document.getElementById(id);

// What a camera or a scanner delivered: a pass, or an invitation to another gate. `pressed` is what
// a scanner's keys mean, where the keyboard of this device makes something else of them.
function take(text, how, pressed = "") {
  const invitation = [text, pressed].find(secretIn) ?? text;
  if (!gate.pairing()) pairWith(invitation);
  else if (secretIn(invitation)) pairAgain(invitation);
  else read(text, { how, pressed });
}

viewfinder.read = (text) => take(text, "camera");

new Wedge({
  read: (text, pressed) => {
    // Whoever reads the next pass has left the question unanswered.
    if ($("question").open) $("question").close("");
    take(text, "scanner", pressed);
  },
  typed: (text) => {
    if (gate.pairing() && !$("question").open && !$("field").closest("[hidden]")) type(text);
  },
});

$("sound").checked = !isMuted();
$("sound").addEventListener("change", () => mute(!$("sound").checked));

await begin();
document.documentElement.dataset.ready = "true";
