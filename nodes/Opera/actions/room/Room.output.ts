/** What each operation gives out, for the editor. */
import type { Closure, OperaRoom } from '../../rooms/rooms';
import { listOrNull, object, text, textOrNull } from '../../../shared/operations/output-schema';

const closure = object<Closure>({ status: text, from: text, to: text, reason: textOrNull });

export const outputs = {
	getAll: object<OperaRoom & { closures: Closure[] | null }>({
		roomId: text,
		roomType: textOrNull,
		description: textOrNull,
		status: textOrNull,
		frontOfficeStatus: textOrNull,
		closures: listOrNull(closure),
	}),
};
