/** Of `ical.js`, what is used here: jCal (RFC 7265), above all of single properties, and durations. */
declare module 'ical.js' {
	/** `[name, parameters, type, value, …more values]`; names and types in lower case. */
	type JCalProperty = [name: string, parameters: Record<string, string | string[]>, type: string, ...values: unknown[]];
	const ICAL: {
		parse: {
			(text: string): unknown;
			/** @throws Error for a line that is no property */
			property(line: string): JCalProperty;
		};
		Duration: {
			isValueString(text: string): boolean;
			fromString(text: string): { toSeconds(): number };
		};
	};
	export default ICAL;
}
