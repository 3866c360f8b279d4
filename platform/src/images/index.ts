export { ImageRefused, type ImageFault } from './image-fault';
export { MAX_IMAGE_BYTES, renderImage, type RenderedImage, type Rendition, type RenditionFormat, type RenditionUse } from './render-image';
