package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import java.net.URI;
import java.util.List;

/** Images that sessions uploaded. Their file names tell whose they are, also after a restart. */
record SessionUploads(ImageRepository images, HmacSigner signer) {
  private static final int TAG = 16;

  /** The name of the model of an upload, which becomes part of its file name. */
  String model(ClientSession clientSession) {
    return ImageRepository.uploader(tags(clientSession).get(0));
  }

  boolean isOwner(ClientSession clientSession, URI image) {
    return !clientSession.session().isEmpty()
        && tags(clientSession).stream().anyMatch(tag -> ImageRepository.isUpload(image, tag));
  }

  /** Removes all that a session uploaded. */
  Completable removeAll(ClientSession clientSession) {
    return images.removeUploads(tags(clientSession));
  }

  private List<String> tags(ClientSession clientSession) {
    return signer.fileNameTags("uploads of " + clientSession.session(), TAG);
  }
}
