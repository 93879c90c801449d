/** What n8n answered to the cash register and to the reservation system. */
import type { Answer } from '../http/webhook-sender';
import type { SandboxEnvironment } from './environment';

/** The last answer to each delivery of both, in the order in which they were given. */
export function outcomesOf({ cashRegister, reservationSystem }: SandboxEnvironment): Answer[] {
	return [...cashRegister.sender.outcomes, ...reservationSystem.sender.outcomes].sort(
		(a, b) => a.at.getTime() - b.at.getTime(),
	);
}

/** Whether it started nothing, and was told that sending it again is no use. */
export function isRejected({ status }: Answer): boolean {
	return status !== null && status >= 400 && status < 500;
}

/** Whether n8n recognised it as one that it had taken already. */
export function isDuplicate({ status, body }: Answer): boolean {
	return status === 200 && /"duplicate":\s*true/.test(body);
}

/** Why it was rejected, in one short line; n8n's own answers may hold a stack trace. */
export function reasonOf({ status, body }: Answer): string {
	const [, reason = ''] = /"(?:error|message)":\s*"([^"]*)"/.exec(body) ?? [];
	return `${status ?? 'no answer'} ${reason}`.trim();
}
