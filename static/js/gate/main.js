// The gate: a paired phone or laptop that reads passes and says what to do. This module puts its
// parts together; what they share is in parts.js.

import { begin, pairAgain, pairWith, secretIn } from "./pairing.js";
import { gate } from "./parts.js";
import { read } from "./reading.js";
import "./refresh.js";
import { isMuted, mute } from "./signal.js";
import { type } from "./typing.js";
import { viewfinder } from "./viewfinder.js";
import { Wedge } from "./wedge.js";

const $ = (id) => document.getElementById(id);

// What a camera or a scanner delivered: a pass, or an invitation to another gate.
function take(text) {
  if (!gate.pairing()) pairWith(text);
  else if (secretIn(text)) pairAgain(text);
  else read(text);
}

viewfinder.read = take;

new Wedge({
  read: (text) => {
    // Whoever reads the next pass has left the question unanswered.
    if ($("question").open) $("question").close("");
    take(text);
  },
  typed: (text) => {
    if (gate.pairing() && !$("question").open) type(text);
  },
});

$("sound").checked = !isMuted();
$("sound").addEventListener("change", () => mute(!$("sound").checked));

begin();
document.documentElement.dataset.ready = "true";
