package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Source images for refinements, as image models take them: by reference, so that none is read into
 * memory; with the URL at which the provider published them, if known.
 */
final class SourceImages {
  private final AnimusClient client;
  private final ServerState serverState;

  SourceImages(AnimusClient client, ServerState serverState) {
    this.client = client;
    this.serverState = serverState;
  }

  /** Loads the image at a location; fails if there is none. */
  Single<Image> load(URI location) {
    return serverState
        .images()
        .size(location)
        .flatMap(
            bytes ->
                publishedUrl(location)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .map(url -> image(location, bytes, url.orElse(null))));
  }

  private Maybe<URI> publishedUrl(URI location) {
    return Maybe.fromOptional(serverState.usage().conversation(location))
        .flatMapSingle(conversation -> client.chat(conversation).history().get())
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .filter(generated -> generated.location().equals(location))
        .mapOptional(generated -> Optional.ofNullable(generated.published()))
        .firstElement();
  }

  private static Image image(URI location, long bytes, @Nullable URI published) {
    Image.Format format =
        new Image.Format(ImageRepository.mediaType(location.getPath()), 0, 0, bytes);
    return Image.of("", location)
        .withFormat(format)
        .withLineage(new Image.Lineage(published, null, null));
  }
}
