/** With the source *Changes*, which most flows begin with. */
export { changeOutput as output } from './change-feed/change-output';
