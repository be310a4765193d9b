// The hours of the event, whatever zone the device is set to.

const hours = new Intl.DateTimeFormat("es-MX", {
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "America/Mexico_City",
});

export const hour = (moment) => hours.format(new Date(moment));

// "a las 9:02", "a la 1:15"
export function atHour(moment) {
  const time = hour(moment);
  return `a ${time.startsWith("1:") ? "la" : "las"} ${time}`;
}
