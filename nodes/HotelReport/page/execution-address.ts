/** The address of a run in n8n. Pure. */

/** `''` where it is not known, or n8n's address is none that a link may have. */
export function executionAddress(editorUrl: string, workflowId: string, executionId: string): string {
	if (workflowId === '' || executionId === '' || !/^https?:\/\//.test(editorUrl)) return '';
	return `${editorUrl.replace(/\/+$/, '')}/workflow/${encodeURIComponent(workflowId)}/executions/${encodeURIComponent(executionId)}`;
}
