/** Whether OPERA itself is away, or only fails over certain reservations: it answers 500 to much that it refuses. */
import { ApiError, isTransient } from '../shared/request/api-error';
import type { RequestContext } from '../shared/request/request';
import { operaRequest, type OperaHotel } from './transport';

/** So many passing faults in a row raise the question. One that leaves OPERA unreachable raises it at once. */
const IN_A_ROW = 3;
/** So many in a row end a run whatever OPERA answers: each takes seconds, for it is repeated. */
const MAX_IN_A_ROW = 30;
/** Each of these may take minutes. */
const MAX_UNREACHABLE_IN_A_ROW = 2;

/** Looks at what becomes of one piece of work after the other, and says when the rest had better be left. */
export class OutageWatch {
	private failed = 0;
	private unreachable = 0;

	constructor(
		private readonly context: RequestContext,
		private readonly hotel: OperaHotel,
	) {}

	succeeded(): void {
		this.failed = 0;
		this.unreachable = 0;
	}

	/** @returns whether it is OPERA itself, or the credentials: then whatever is left would fail as well */
	async isOutage(error: unknown): Promise<boolean> {
		if (error instanceof ApiError && error.kind === 'unauthorized') return true;
		if (!isTransient(error)) {
			this.succeeded();
			return false;
		}
		this.failed += 1;
		if (error.kind === 'unreachable') this.unreachable += 1;
		if (this.failed >= MAX_IN_A_ROW || this.unreachable >= MAX_UNREACHABLE_IN_A_ROW) return true;
		if (error.kind !== 'unreachable' && this.failed % IN_A_ROW !== 0) return false;
		return !(await stillAnswers(this.context, this.hotel));
	}
}

/** Asks for something small that has nothing to do with any reservation. A refusal is an answer too. */
export async function stillAnswers(context: RequestContext, { isGateway }: OperaHotel): Promise<boolean> {
	const asked = isGateway ? ({ module: 'rooms', query: { limit: 1 } } as const) : ({ module: 'hotel' } as const);
	return await operaRequest(context, { method: 'GET', ...asked, attempts: 1 }).then(
		() => true,
		(error: unknown) => !isTransient(error),
	);
}
