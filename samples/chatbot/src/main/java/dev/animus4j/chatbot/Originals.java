package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that are to be changed, as image models want them: by reference, so that none is
 * read into memory; and with where its provider published it, if that is still known.
 */
final class Originals {
  private static final Image.Generation UNKNOWN =
      new Image.Generation("", "", null, Duration.ZERO, null, null);

  private final AnimusClient client;
  private final Books books;

  Originals(AnimusClient client, Books books) {
    this.client = client;
    this.books = books;
  }

  /** The one that is kept there; fails when there is none. */
  Single<Image> of(URI picture) {
    return books
        .album()
        .size(picture)
        .flatMap(
            bytes ->
                published(picture)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .map(at -> image(picture, bytes, at.orElse(null))));
  }

  private Maybe<URI> published(URI picture) {
    return Maybe.fromOptional(books.histories().conversation(picture))
        .flatMapSingle(conversation -> client.chat(conversation).history().get())
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .filter(drawn -> drawn.location().equals(picture))
        .mapOptional(drawn -> Optional.ofNullable(drawn.published()))
        .firstElement();
  }

  private static Image image(URI picture, long bytes, @Nullable URI published) {
    Image.Format format = new Image.Format(Album.mediaType(picture.getPath()), 0, 0, bytes);
    Image.Lineage lineage = new Image.Lineage(published, null, null);
    return new Image(picture, format, "", UNKNOWN, lineage, false);
  }
}
