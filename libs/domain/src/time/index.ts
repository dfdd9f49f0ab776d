export * from './business-clock.js';
export { calendarSchema, standardCalendar, WEEKDAYS } from './calendar.js';
export type { Calendar, Holiday, Weekday } from './calendar.js';
export * from './days.js';
export * from './weeks.js';
