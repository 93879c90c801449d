/** An alert or an all-clear as a mail and as a line for a chat, in plain words. Pure. */
import { timesIn } from '../page/times';
import { wordsIn } from '../words/words';
import type { Message } from './decide';
import { listed } from './find-faults';

export interface AlertText {
	subject: string;
	text: string;
}

export function alertText({ kind, row, fault }: Message, now: number, timeZone: string): AlertText {
	const { moment } = timesIn(timeZone, now, wordsIn('en'));
	const at = (text: string) => (Number.isFinite(Date.parse(text)) ? moment(Date.parse(text)) : '–');
	if (kind === 'allClear' || fault === null)
		return {
			subject: `Over: ${row.title}`,
			text: `${row.title}.\n\nThis is over. It lasted from ${at(row.since)} to ${at(row.clearedAt)}. There is nothing to do.`,
		};
	const parts = [
		`${fault.title}.`,
		...fault.details,
		`Since: ${at(row.since)}`,
		...(fault.reservations.length > 0 ? [`Reservations: ${listed(fault.reservations)}`] : []),
		`What to do: ${fault.toDo}`,
		...(fault.address === '' ? [] : [`The run in n8n: ${fault.address}`]),
	];
	return { subject: fault.title, text: parts.join('\n\n') };
}
