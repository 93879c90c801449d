/** An alert or an all-clear as a mail and as a line for a chat, in plain words. Pure. */
import { timesIn } from '../page/times';
import type { Words } from '../words/words';
import type { Message } from './decide';
import { listed } from './find-faults';

export interface AlertText {
	subject: string;
	text: string;
}

export function alertText(message: Message, now: number, timeZone: string, words: Words): AlertText {
	const { row } = message;
	const { moment } = timesIn(timeZone, now, words);
	const { alerts: say } = words;
	const at = (text: string) => (Number.isFinite(Date.parse(text)) ? moment(Date.parse(text)) : '–');
	if (message.kind === 'allClear')
		return { subject: say.over(row.title), text: say.isOver(row.title, at(row.since), at(row.clearedAt)) };
	if (message.kind === 'givenUp')
		return { subject: say.givenUp(row.title), text: say.isGivenUp(row.title, at(row.since)) };
	if (message.kind === 'notSeen')
		return {
			subject: say.notSeen(row.title),
			text: say.isNotSeen(row.title, at(row.since), moment(message.lastAt)),
		};
	const { fault, added } = message;
	const names = added.map(({ name }) => name).filter((name) => name !== '');
	const parts = [
		`${fault.title}.`,
		...(names.length > 0 ? [say.added(listed(names, say))] : []),
		...fault.details,
		say.since(at(row.since)),
		...(fault.reservations.length > 0 ? [say.reservations(listed(fault.reservations, say))] : []),
		say.toDo(fault.toDo),
		...(fault.address === '' ? [] : [say.run(fault.address)]),
	];
	return {
		subject: added.length > 0 ? say.withAdded(fault.title, added.length) : fault.title,
		text: parts.join('\n\n'),
	};
}
