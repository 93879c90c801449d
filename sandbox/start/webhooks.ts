/** What n8n answered to the cash register and to the reservation system. */
import type { Answer } from '../http/webhook-sender';
import type { SandboxEnvironment } from './environment';

/** The last answer to each delivery of both senders, in the order of the answers. */
export function outcomesOf({ cashRegister, reservationSystem }: SandboxEnvironment): Answer[] {
	return [...cashRegister.sender.outcomes, ...reservationSystem.sender.outcomes].sort(
		(a, b) => a.at.getTime() - b.at.getTime(),
	);
}

/** Whether it started no execution, and the sender was told not to send it again. */
export function isRejected({ status }: Answer): boolean {
	return status !== null && status >= 400 && status < 500;
}

/** Whether n8n recognised it as a delivery that it had accepted before. */
export function isDuplicate({ status, body }: Answer): boolean {
	return status === 200 && /"duplicate":\s*true/.test(body);
}

/** Why it was rejected, in one short line; n8n's own answers may hold a stack trace. */
export function reasonOf({ status, body }: Answer): string {
	const [, reason = ''] = /"(?:error|message)":\s*"([^"]*)"/.exec(body) ?? [];
	return `${status ?? 'no answer'} ${reason}`.trim();
}
