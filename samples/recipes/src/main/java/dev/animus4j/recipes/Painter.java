package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.provider.AnimusImages;
import io.vertx.core.Vertx;
import java.util.Locale;

/** Who draws in a recipe that holds no conversation. */
final class Painter {
  private Painter() {}

  /** The image generator of Animus, on its own; a simulated one if the environment has no key. */
  static ImageModel ready(Vertx vertx) {
    if (setting("animus.api.key", "").isEmpty()) {
      Provider.simulate(vertx);
    }
    Credentials key = Credentials.key(setting("animus.api.key", ""));
    String url = setting("animus.base.url", "https://api.animusai.co/v3");
    Endpoint endpoint = Endpoint.of("animus", url, key, Timeouts.images());
    Http http = Http.create(vertx, HttpOptions.defaults());
    return new AnimusImages(http, endpoint, FileImageStore.temporary(vertx));
  }

  private static String setting(String name, String otherwise) {
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return System.getProperty(name, System.getenv().getOrDefault(variable, otherwise));
  }
}
