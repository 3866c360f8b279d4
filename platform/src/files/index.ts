export { DiskFiles, WrongSize } from './disk-files';
export { cacheControlOf, contentTypeOf, endingOf, isFileKey, isPublicKey } from './file-key';
export { FilesAway, firstBytes, type FileStore, type SignedUpload } from './file-store';
export { IMAGE_SIGNATURE_BYTES, imageTypeOf } from './image-type';
export { openDisk, openFiles } from './open-files';
export { fileSettings, placeOfFiles, requirePlaceOfFiles, type DiskPlace, type FilePlace, type FileSettings } from './settings';
export { deleteFiles, discardFile, dropUpload, forgetFilesOf, keepFile, reserveFile } from './stored-files';
