"""From a call to the public register: proposals, their verification, the jury, the recognition."""
