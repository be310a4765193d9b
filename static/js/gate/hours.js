// The hours of the event, whatever zone the device is set to.

// Made when the first hour is told: on a slow phone it takes a seventh of a second.
let hours = null;

export function hour(moment) {
  hours ??= new Intl.DateTimeFormat("es-MX", {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "America/Mexico_City",
  });
  return hours.format(new Date(moment));
}

// "a las 9:02", "a la 1:15"
export function atHour(moment) {
  const time = hour(moment);
  return `a ${time.startsWith("1:") ? "la" : "las"} ${time}`;
}
