import type { INodeProperties } from 'n8n-workflow';
import { languageField } from '../shared/language-field';

const minutes = (displayName: string, name: string, value: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: value,
	description,
});

export const properties: INodeProperties[] = [
	{
		displayName:
			'<b>Log</b>: rows of hotel_integration_log. <b>Subscribers</b> and <b>Front desk</b>: the SelfKey node. A <b>Failure</b> has the Error Trigger as its first input. <b>Failures</b> and <b>Unacknowledged</b> are for alerts only: rows of hotel_failures, and what Booking.com still offers. <b>Alerts</b>: rows of hotel_alerts. <b>Setup</b>, for the dashboard and the digest: the <i>Check</i> of the SelfKey node. <b>Recent</b>, for alerts: the latest rows of hotel_integration_log that are not in error.',
		name: 'inputsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Report',
		name: 'report',
		type: 'options',
		options: [
			{ name: 'Alerts', value: 'alerts', description: 'One item for each message, with subject and text' },
			{ name: 'Dashboard', value: 'dashboard', description: 'A complete web page, in the field "page"' },
			{ name: 'Digest', value: 'digest', description: 'A mail, with subject, html and text' },
			{
				name: 'Failure',
				value: 'failure',
				description: "A row of hotel_failures, from what n8n's Error Trigger says",
			},
			{
				name: 'Keep',
				value: 'keep',
				description: 'Keeps with the workflow what a data table of the alerts did not take, for the next check',
			},
		],
		default: 'dashboard',
	},
	{
		...languageField,
		displayOptions: { show: { report: ['alerts', 'dashboard', 'digest'] } },
	},
	{
		displayName: 'Row',
		name: 'row',
		type: 'json',
		default: '={{ $json }}',
		placeholder: "e.g. {{ $('Find faults').item.json }}",
		description: 'What the Data Table before this node was to write',
		displayOptions: { show: { report: ['keep'] } },
	},
	{
		displayName: 'Form Token',
		name: 'formToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. {{ $json.token }}',
		description:
			'Comes back when somebody presses "Send again", so that the workflow can tell that it was on this page. Empty: the page has no such button.',
		displayOptions: { show: { report: ['dashboard'] } },
	},
	{
		displayName: 'Notice',
		name: 'notice',
		type: 'options',
		options: [
			{ name: 'None', value: '' },
			{ name: 'Not Sent', value: 'notSent' },
			{ name: 'Sent', value: 'sent' },
		],
		default: '',
		description: 'What became of "Send again"',
		displayOptions: { show: { report: ['dashboard'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { report: ['alerts'] } },
		options: [
			{
				displayName: 'Hotel',
				name: 'hotel',
				type: 'string',
				default: '',
				placeholder: 'e.g. pension-du-lac',
				description:
					"For each further copy where one n8n serves several hotels: SelfKey's short name of the hotel. The copy then watches only what SelfKey and Booking.com say of it. Leave it out in the first copy, which watches the log, the failed runs and the triggers of all.",
			},
			minutes(
				'Quiet After (Minutes)',
				'quietMinutes',
				70,
				'After so long without a repeat, a failed run is reported as over, or as not seen again',
			),
			minutes('Repeat After (Minutes)', 'repeatMinutes', 60, 'The same fault is not reported again sooner'),
			minutes(
				'Silent After (Minutes)',
				'silentMinutes',
				15,
				'A workflow that has not asked SelfKey for changes for so long has stopped; another trigger that polls, after two of its own intervals more',
			),
			minutes(
				'Unacknowledged After (Minutes)',
				'unacknowledgedMinutes',
				20,
				'A reservation may wait at Booking.com for so long; after 30 minutes Booking.com sends it by e-mail',
			),
			minutes('Waiting After (Minutes)', 'waitingMinutes', 10, 'A destination may wait for so long'),
		],
	},
];
