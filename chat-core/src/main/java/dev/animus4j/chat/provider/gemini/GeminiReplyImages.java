package dev.animus4j.chat.provider.gemini;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.provider.inline.InlineImages;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.gemini.GeminiInlineImageReader;
import dev.animus4j.image.provider.gemini.GeminiInlineImageReader.ResponseWithImages;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;

/**
 * Reads one response with images, those of its parts and those within its text, and stores them.
 *
 * @param text where the images within the text go
 */
record GeminiReplyImages(
    ProviderState.Owner sender, ImageStore store, InlineImages text, String prompt, long start) {

  Flowable<ChatResponse> read(StreamedResponse response) {
    return new GeminiInlineImageReader(store)
        .read(response, sender.model(), prompt, start)
        .flatMapPublisher(
            found ->
                toResponse(response, found)
                    .onErrorResumeNext(
                        cause -> delete(found.images()).andThen(Flowable.error(cause))));
  }

  private Flowable<ChatResponse> toResponse(StreamedResponse response, ResponseWithImages found) {
    return Flowable.defer(
        () ->
            new GeminiResponseReader(sender, response.origin(), text)
                .readWhole(found.response(), found.images()));
  }

  private Completable delete(List<Image> images) {
    return Flowable.fromIterable(images)
        .flatMapCompletable(image -> store.delete(image.location()).onErrorComplete());
  }

  /** Removes what was stored of a response that was not emitted. */
  void discard() {
    var unused = text.discard().subscribe();
  }
}
