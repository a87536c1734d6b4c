package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;
import java.util.Locale;

/** Image model of the recipes without a conversation. */
final class RecipeImageModel {
  private RecipeImageModel() {}

  /** Creates the image model of Animus, or a simulated one if the environment has no key. */
  static ImageModel create(Vertx vertx) {
    if (setting("animus.api.key", "").isEmpty()) {
      RecipeProvider.simulate();
    }
    Credentials key = Credentials.key(setting("animus.api.key", ""));
    String url = setting("animus.base.url", "https://api.animusai.co/v3");
    Endpoint endpoint = AnimusImages.endpoint(key).withBaseUrl(url);
    Http http = Http.create(vertx);
    return AnimusImages.create(http, endpoint, FileImageStore.temporary(vertx));
  }

  private static String setting(String name, String fallback) {
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return System.getProperty(name, System.getenv().getOrDefault(variable, fallback));
  }
}
