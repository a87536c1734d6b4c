package dev.animus4j.checks.simulation;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;

/** An image model that does anything. */
final class Brush implements ImageModel {
  private final World world;
  private final Chance chance;
  private final Faults faults;
  private int drawn;

  Brush(World world) {
    this.world = world;
    this.chance = world.chance();
    this.faults = new Faults(chance);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return stream(request).ofType(Image.class).firstOrError();
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    if (chance.once(60)) {
      throw new Faults.Meant("no picture at all");
    }
    world.mishaps().perhaps("an image model behind decorators", 60);
    return Flowable.defer(() -> picture(request).by(world.timers()));
  }

  private Performance<ImagePart> picture(ImageRequest request) {
    Performance<ImagePart> picture = new Performance<>();
    for (int i = chance.upTo(9) - 6; i > 0; i--) {
      picture.tell(chance.delay(3_000), new ImagePart.Progressed(i, null));
    }
    long after = chance.delay(60_000);
    Throwable mishap = world.mishaps().next("a picture", 30);
    if (mishap != null) {
      return picture.act(after, () -> disguised(mishap));
    }
    if (request.source() != null && chance.once(3)) {
      Origin brush = Origin.of("brush");
      return picture.fail(after, new AnimusException.InvalidRequest(brush, "cannot change it"));
    }
    return switch (chance.upTo(20)) {
      case 0, 1, 2 -> picture.fail(after, faults.any());
      case 3 -> picture;
      case 4 -> picture.complete(after);
      case 5 -> picture.tell(after, drawn(request)).tell(0, drawn(request)).complete(0);
      case 6 -> picture.tell(after, drawn(request)).fail(0, faults.any());
      default -> picture.tell(after, drawn(request)).complete(0);
    };
  }

  private static void disguised(Throwable mishap) {
    throw Mishaps.<RuntimeException>disguised(mishap);
  }

  private Image drawn(ImageRequest request) {
    return picture(request.prompt(), "picture-" + ++drawn);
  }

  /** A picture of this, at this place. */
  static Image picture(String prompt, String name) {
    return new Image(
        URI.create("mem:" + name),
        new Image.Format("image/png", 4, 3, 99),
        prompt,
        new Image.Generation("brush", name, null, Duration.ofSeconds(1), null, null),
        Image.Lineage.NONE,
        false);
  }
}
