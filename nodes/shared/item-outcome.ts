/** What an item of a flow says has become of it: our nodes that write add their outcome under their own name. Pure. */
import { recordOf, type Fields } from '../../core/payload/field-reader';
import { textOf } from '../../core/text/read-text';

type Json = Readonly<Fields>;

/** SelfKey's outcome, else that of the first other node that has written it; `null` if none has. */
export function outcomeOf(item: Json): string | null {
	const parts = [item['selfKey'], ...Object.values(item)];
	return parts.map((part) => textOf(recordOf(part)['outcome'])).find((outcome) => outcome !== null) ?? null;
}

/** Whether it came out of an error output, in the form of our nodes or n8n's. */
export function isFailed({ error }: Json): boolean {
	return error !== undefined && error !== null && error !== '' && error !== false;
}

/** Why it failed; `null` if it does not say. Only the message of an error: the rest may hold a request with its secrets. */
export function failureText({ error }: Json): string | null {
	const { message, description } = recordOf(error);
	return textOf(error) ?? textOf(message) ?? textOf(description);
}
