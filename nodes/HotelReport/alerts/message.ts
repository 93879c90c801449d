/** An alert or an all-clear as a mail and as a line for a chat, in plain words. Pure. */
import { timesIn } from '../page/times';
import type { Words } from '../words/words';
import type { Message } from './decide';
import { listed } from './find-faults';

export interface AlertText {
	subject: string;
	text: string;
}

export function alertText({ kind, row, fault }: Message, now: number, timeZone: string, words: Words): AlertText {
	const { moment } = timesIn(timeZone, now, words);
	const { alerts: say } = words;
	const at = (text: string) => (Number.isFinite(Date.parse(text)) ? moment(Date.parse(text)) : '–');
	if (kind === 'allClear' || fault === null)
		return { subject: say.over(row.title), text: say.isOver(row.title, at(row.since), at(row.clearedAt)) };
	const parts = [
		`${fault.title}.`,
		...fault.details,
		say.since(at(row.since)),
		...(fault.reservations.length > 0 ? [say.reservations(listed(fault.reservations, say))] : []),
		say.toDo(fault.toDo),
		...(fault.address === '' ? [] : [say.run(fault.address)]),
	];
	return { subject: fault.title, text: parts.join('\n\n') };
}
