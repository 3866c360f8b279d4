export * from './export-section';
export * from './export-tasks';
