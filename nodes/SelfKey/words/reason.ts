/** What a person is told of an error of a remote system. */
import type { ApiErrorKind } from '../../shared/request/api-error';

/** An `ApiError` is one. */
export interface SpokenReason {
	kind: ApiErrorKind;
	message: string;
	advice: string;
	status: number | null;
	/** By which SelfKey's clock is ahead of n8n's, where that is the reason. */
	seconds?: number;
}
