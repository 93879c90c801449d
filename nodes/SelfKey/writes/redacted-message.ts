/** SelfKey's error messages may quote the request: guest data, secrets. Pure. */
import { redact } from '../../../core/text/redact';

const MAX_LENGTH = 300;

/**
 * SelfKey's message as an error may show it: without the values, and shortened. In this order: half a name
 * at the end would not be recognised.
 */
export function redactedMessage(text: string, privateValues: readonly string[]): string {
	return redact(text, privateValues).slice(0, MAX_LENGTH);
}
