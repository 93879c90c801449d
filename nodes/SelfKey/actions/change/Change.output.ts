/** What each operation gives out, for the editor. */
import { changeOutput } from '../../change-feed/change-output';
import { object, text, withFields } from '../../../shared/operations/output-schema';

export const outputs = {
	acknowledge: withFields(changeOutput, {
		selfKey: object({ change: object({ acknowledgement: text }) }),
	}),
};
