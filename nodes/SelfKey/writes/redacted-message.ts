/** SelfKey's error messages may quote the request: guest data, secrets. Pure. */
import { redact } from '../../../core/text/redact';

const MAX_LENGTH = 300;

/**
 * SelfKey's words as an error may show them: without the values, and short. In this order, for half a name
 * at the end would not be known for one.
 */
export function redactedMessage(text: string, privateValues: readonly string[]): string {
	return redact(text, privateValues).slice(0, MAX_LENGTH);
}
