/** Whether a status of a message or room means that it is cancelled, in any dialect. Pure. */
import { statusNamed } from '../../../core/reservation/status';

/** A wish for a cancellation, or the opposite of one: the room would be sold again while its guest comes. */
const NOT_YET =
	/request|pending|wait|attempt|reject|refus|den(?:y|ied)|fail|undo|undone|revert|revoke|error|mistake|false|(?<!\p{L})(?:no|not)(?!\p{L})|cancel\p{L}*able|[?!=:%]/iu;

/** It has happened: what follows is a reason or what came of it, unless it says that it has not or is to be undone. */
const HAS_HAPPENED = /^\s*cancell?ed/i;
const NOT_REALLY =
	/^\s*cancell?ed\P{L}*(?:request(?:ed)?|attempt(?:ed)?|rejected|refused|denied|failed|no|not)\P{L}*$|pending(?!\P{L}*(?:refund|payment|fee|charge))(?<!(?:refund|payment|fee|charge)\P{L}*pending)|undo|undone|revert|revoke|mistake|(?:in|by) error|false|[?=]|(?<!(?:fee|charge|charged|penalty|refund)\P{L}*)%(?!\P{L}*(?:fee|charge|penalty|refund))|:\s*\p{N}/iu;
/** A longer text is no status; and the patterns would look through it many times. */
const MAX_STATUS = 200;

/** `Cancel`, `Cancelled`, `Canceled on 03.07.2027`, `Cancelled, fee 50%`; not what was asked for, refused or undone. */
export function saysCancelled(status: string | undefined): boolean {
	const said = (status ?? '').slice(0, MAX_STATUS);
	if (statusNamed(said) === 'cancelled') return true;
	return HAS_HAPPENED.test(said) ? !NOT_REALLY.test(said) : /^\s*cancel/i.test(said) && !NOT_YET.test(said);
}
