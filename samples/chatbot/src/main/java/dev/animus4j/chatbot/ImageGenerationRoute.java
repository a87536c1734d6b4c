package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;

/**
 * {@code POST /api/images}: generates or refines an image directly, without a chat model. In a
 * conversation its events are published there too. Generation completes also if the client
 * disconnects.
 */
final class ImageGenerationRoute implements Handler<RoutingContext> {
  private static final int PROMPT = 2_000;
  private static final int ADDRESS = 200;

  /** Bytes of a request apart from its source image. */
  private static final long REQUEST = 32 << 10;

  private final RouteDependencies dependencies;
  private final SourceImages sourceImages;

  ImageGenerationRoute(RouteDependencies dependencies) {
    this.dependencies = dependencies;
    this.sourceImages = new SourceImages(dependencies.serverState().images());
  }

  @Override
  public void handle(RoutingContext request) {
    JsonBody jsonBody = JsonBody.read(request);
    ClientSession clientSession = SessionCookies.clientSession(request);
    Chat chat = chat(request, jsonBody);
    ImageRequest imageRequest = ImageRequest.of(jsonBody.text("prompt", PROMPT));
    Optional<URI> source =
        jsonBody.optional("changing", ADDRESS).map(dependencies.serverState().images()::location);
    if (!dependencies.serverState().images().hasRoom(clientSession, 1)) {
      throw ImageRepository.storeFull();
    }
    ActiveTasks.Task task = dependencies.serverState().tasks().register(clientSession, chat.id());
    PendingGeneration pending = new PendingGeneration(clientSession, chat, imageRequest, task);
    Single<Image> generation =
        source
            .map(image -> sourceImages.load(image).flatMap(original -> refine(pending, original)))
            .orElseGet(() -> admit(pending, 0));
    var unused =
        dependencies
            .opening()
            .open(clientSession, chat)
            .andThen(generation)
            .doFinally(task::complete)
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(image -> respond(request, image), request::fail);
  }

  /** An image generation that waits to be admitted. */
  private record PendingGeneration(
      ClientSession owner, Chat chat, ImageRequest imageRequest, ActiveTasks.Task task) {}

  private Chat chat(RoutingContext request, JsonBody jsonBody) {
    String session = SessionCookies.clientSession(request).session();
    String id =
        jsonBody
            .optional("conversationId", 100)
            .orElseGet(() -> dependencies.conversations().create(session));
    return dependencies.conversations().chat(request, id);
  }

  private Single<Image> refine(PendingGeneration pendingGeneration, Image original) {
    ImageRequest imageRequest = pendingGeneration.imageRequest.withSource(original);
    return admit(
        new PendingGeneration(
            pendingGeneration.owner, pendingGeneration.chat, imageRequest, pendingGeneration.task),
        original.format().bytes());
  }

  private Single<Image> admit(PendingGeneration pendingGeneration, long bytes) {
    return dependencies
        .serverState()
        .modelRequests()
        .acquire(pendingGeneration.owner, REQUEST + bytes)
        .flatMap(
            permit -> Single.defer(() -> generate(pendingGeneration)).doFinally(permit::release));
  }

  private Single<Image> generate(PendingGeneration pendingGeneration) {
    pendingGeneration.task.start();
    return pendingGeneration
        .chat
        .generateImage(pendingGeneration.imageRequest)
        .doOnSuccess(image -> recordImage(pendingGeneration, image));
  }

  private void recordImage(PendingGeneration pendingGeneration, Image image) {
    dependencies
        .serverState()
        .images()
        .register(pendingGeneration.owner, image.location(), image.format().bytes());
    dependencies
        .erasure()
        .evict(
            dependencies
                .serverState()
                .usage()
                .recordImage(pendingGeneration.owner, pendingGeneration.chat.id()));
    dependencies.erasure().trim(pendingGeneration.chat);
  }

  private static void respond(RoutingContext request, Image image) {
    JsonObject json = JsonObject.mapFrom(ImageJson.of(GeneratedImage.of(image)));
    request.response().setStatusCode(201);
    request.json(json);
  }

  /** A generated image, as in the response. */
  private record ImageJson(
      String imageUrl,
      String prompt,
      String mediaType,
      int width,
      int height,
      long bytes,
      String model) {
    static ImageJson of(GeneratedImage image) {
      return new ImageJson(
          ImageRepository.url(image.imageUrl()),
          image.prompt(),
          image.mediaType(),
          image.width(),
          image.height(),
          image.bytes(),
          image.model());
    }
  }
}
