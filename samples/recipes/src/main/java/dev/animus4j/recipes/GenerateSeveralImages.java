package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;

/** Generates several images at once, with options that providers share. */
public final class GenerateSeveralImages {
  private GenerateSeveralImages() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx);
    String url = RecipeProvider.openAiUrl(RecipeProvider.simulate());
    Credentials key = Credentials.key(RecipeProvider.variable("OPENAI_API_KEY", "any"));
    OpenAiImages images =
        OpenAiImages.create(
            http, OpenAiImages.endpoint(url, key), FileImageStore.temporary(vertx), "gpt-image-1");

    ImageRequest lighthouses =
        ImageRequest.of("A lighthouse").withCount(3).withQuality("low").withSize(1000, 1600);
    for (Image image : images.generateAll(lighthouses).blockingGet()) {
      System.out.println(image.location() + " " + image.format());
    }

    http.close();
    vertx.close().await();
  }
}
