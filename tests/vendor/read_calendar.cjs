// Reads a calendar on standard input with ical.js and says as JSON what a program would show of it.
const ICAL = require("./ical.min.cjs");

const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
// As a program would that has only the file to go by: its own rules of the zone.
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}

const moment = (time) =>
  time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
const text = (component, name) => String(component.getFirstPropertyValue(name) ?? "");

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence ?? 0,
    status: text(component, "status"),
    method: text(calendar, "method"),
    start: moment(event.startDate),
    end: moment(event.endDate),
    summary: event.summary ?? "",
    description: event.description ?? "",
    location: event.location ?? "",
    url: text(component, "url"),
    organizer: text(component, "organizer"),
    attendees: event.attendees.map((attendee) => String(attendee.getFirstValue())),
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => String(alarm.getFirstPropertyValue("trigger"))),
  };
});
process.stdout.write(JSON.stringify(events));
