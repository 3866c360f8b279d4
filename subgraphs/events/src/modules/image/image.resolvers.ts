import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { completeUploadInput, createUploadInput, deleteImageInput, describeImageInput } from './image.input';

export const imageResolvers: Resolvers = {
  Query: {
    image: (_, { id }, { services }) => services.images.byId(id),
    myImages: (_, args, { services }) => services.images.mine(args),
  },
  Mutation: {
    createUpload: mutation('CreateUploadSuccess', createUploadInput, async (input, { services }) => ({
      upload: await services.images.createUpload(input),
    })),
    completeUpload: mutation('CompleteUploadSuccess', completeUploadInput, async (input, { services }) => ({
      image: await services.images.completeUpload(input),
    })),
    describeImage: mutation('DescribeImageSuccess', describeImageInput, async (input, { services }) => ({
      image: await services.images.describe(input),
    })),
    deleteImage: mutation('DeleteImageSuccess', deleteImageInput, async (input, { services }) => ({
      deletedId: await services.images.delete(input),
    })),
  },
  Subscription: {
    imageChanged: {
      subscribe: (_, { imageId }, { services }) => services.images.changes(imageId),
      resolve: (image: unknown) => image as never,
    },
  },
  Event: {
    cover: ({ imageUrl }, _, { services }) => services.shownImages.at(imageUrl),
    gallery: ({ galleryIds }, _, { services }) => services.shownImages.shown(galleryIds),
    videoPoster: ({ videoPosterId }, _, { services }) => services.shownImages.one(videoPosterId),
  },
  EventRevision: {
    cover: ({ content }, _, { services }) => services.shownImages.at(content.imageUrl),
    gallery: ({ content }, _, { services }) => services.shownImages.shown(content.galleryIds),
    videoPoster: ({ content }, _, { services }) => services.shownImages.one(content.videoPosterId),
  },
  Image: {
    state: (image, _, { services }) => services.shownImages.stateOf(image),
    fault: (image, _, { services }) => services.shownImages.faultOf(image),
    url: (image, _, { services }) => services.shownImages.urlOf(image),
    renditions: ({ id }, _, { services }) => services.shownImages.renditionsOf(id),
  },
};
