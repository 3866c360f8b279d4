export { watchCrashes } from './crashes';
export {
  type ErrorLine,
  type ErrorTracking,
  errorTrackingShape,
  type ErrorTrackingSettings,
  noErrorTracking,
  openErrorTracking,
} from './error-tracking';
