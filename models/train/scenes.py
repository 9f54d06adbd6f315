"""What a training picture shows: people as they were photographed, laid on other grounds, in groups, or nobody."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from alike import alike
from augment import turned
from cutting import cut_out, load, lit_like, whole
from locks import with_locks
from pictures import HARD, TAUGHT, find_examples, is_held_out


def beside_person(picture, mask, rng):
    """A crop of a street photograph with nobody in it, or None where there is too little."""
    columns = np.flatnonzero(np.asarray(mask.resize((picture.width, 64))).max(0) > 8)
    left, right = (columns[0], columns[-1] + 1) if len(columns) else (picture.width, 0)
    margin = picture.width // 25
    sides = [(0, left - margin), (right + margin, picture.width)]
    start, end = max(sides, key=lambda side: side[1] - side[0])
    width = end - start
    if width < 80:
        return None
    height = min(picture.height, round(width * rng.uniform(0.8, 1.6)))
    top = rng.integers(0, picture.height - height + 1)
    return picture.crop((start, top, end, top + height))


class Scenes:
    """Draws scenes: picture RGB, matte L and, L as well, where the matte is believed; any size. The same for the same generator."""

    def __init__(self, settings, root, cache, held_out=False):
        self.mix = settings.mix
        self.kinds = {"people": [], "grounds": [], "objects": [], "street": [], "cutouts": [], "cuttable": []}
        for data in settings.data:
            found = [
                e
                for e in find_examples(root, cache, data)
                if is_held_out(e, settings.held_out) == held_out and (e.matte is None or e.matte.exists() or data.kind in HARD)
            ]
            if not found:
                continue
            people = data.kind in TAUGHT or data.kind == "alphas"
            self.kinds["people" if people else data.kind].append((data.weight, found))
            if people and (cuttable := [e for e in found if e.matte.exists() and whole(e)]):
                self.kinds["cuttable"].append((data.weight * len(cuttable) / len(found), cuttable))
            if data.kind == "street":
                self.kinds["street"].append((data.weight, found))

    def pick(self, kind, rng):
        folders = self.kinds[kind]
        weights = np.array([weight for weight, _ in folders])
        found = folders[rng.choice(len(folders), p=weights / weights.sum())][1]
        return found[rng.integers(len(found))]

    def ground(self, size, rng):
        """Something without people, filling `size`."""
        ground = None
        if self.kinds["street"] and rng.random() < 0.35:
            example = self.pick("street", rng)
            picture, mask = Image.open(example.picture).convert("RGB"), Image.open(example.truth).convert("L")
            ground = beside_person(picture, mask, rng)
        if ground is None and self.kinds["grounds"]:
            ground = load(self.pick("grounds", rng))[0]
        if ground is None:
            ground = Image.new("RGB", size, tuple(int(c) for c in rng.integers(0, 256, 3)))
        scale = max(size[0] / ground.width, size[1] / ground.height) * rng.uniform(1, 1.5)
        ground = ground.resize((max(size[0], round(ground.width * scale)), max(size[1], round(ground.height * scale))))
        x, y = (rng.integers(0, all - part + 1) for all, part in zip(ground.size, size))
        ground = ground.crop((x, y, x + size[0], y + size[1]))
        return ground.filter(ImageFilter.GaussianBlur(rng.uniform(1, 6))) if rng.random() < 0.25 else ground

    def nobody(self, rng):
        size = (512, 512)
        ground = self.ground(size, rng)
        for _ in range(rng.integers(0, 4) if self.kinds["objects"] else 0):
            thing = Image.open(self.pick("objects", rng).picture).convert("RGBA")
            # One in four is seen from so near that it may fill the picture.
            scale = (rng.uniform(0.3, 1.2) if rng.random() < 0.75 else rng.uniform(1.2, 2.5)) * size[1] / max(thing.size)
            thing = thing.resize([max(8, round(side * scale)) for side in thing.size])
            thing = thing.rotate(rng.uniform(-20, 20), Image.Resampling.BILINEAR, expand=True)
            at = tuple(
                int(rng.integers(-part // 2, all - part // 3)) for part, all in zip(thing.size, size)
            )
            ground.paste(thing, at, thing)
        return ground, Image.new("L", size), Image.new("L", size, 255)

    def person(self, rng):
        """RGBA, as large as the picture it comes from; somebody whose alpha is known all around."""
        if not self.kinds["cuttable"]:
            return Image.new("RGBA", (320, 420))
        picture, matte, _ = load(self.pick("cuttable", rng))
        return turned(cut_out(picture, matte), rng.normal(0, 6))

    def with_passer_by(self, ground, height, rng):
        """A blurred ground with a small person at one of its sides, whose alpha is 0. `height`: the main person's."""
        passer = self.person(rng)
        share = height * rng.uniform(0.25, 0.6) / passer.height
        passer = passer.resize([max(8, round(side * share)) for side in passer.size])
        from_side = rng.uniform(-passer.width / 3, ground.width / 4)
        left = from_side if rng.random() < 0.5 else ground.width - passer.width - from_side
        at = (round(left), round(ground.height * rng.uniform(0.1, 0.5)))
        ground.paste(lit_like(ground, passer, rng, at), at, passer.getchannel("A"))
        return ground.filter(ImageFilter.GaussianBlur(height * rng.uniform(0.01, 0.03)))

    def body(self, height, rng):
        """The lower half of somebody, RGBA, `height` high, without the columns at its sides where there is little of it; None where it shows too little."""
        whole_people = self.kinds["cutouts"] and rng.random() < 0.4
        body = Image.open(self.pick("cutouts", rng).picture).convert("RGBA") if whole_people else self.person(rng)
        body = body.crop(body.getchannel("A").getbbox())
        body = body.crop((0, round(body.height * rng.uniform(0.4, 0.6)), *body.size))
        columns = np.flatnonzero((np.asarray(body.getchannel("A")) > 128).mean(0) > 0.35)
        if len(columns) < 8:
            return None
        margin = body.width // 30
        body = body.crop((max(0, columns[0] - margin), 0, min(body.width, columns[-1] + margin), body.height))
        return body.resize((max(16, round(body.width * height / body.height)), height))

    def with_neighbour(self, ground, height, on_left, rng):
        """A ground with a part of a body at one side, which is cut off by the picture's upper edge and whose alpha is 0. `height`: the main person's."""
        body = self.body(max(16, round(ground.height * rng.uniform(1.0, 1.3))), rng)
        if body is None:
            return ground
        seen = min(body.width * 0.9, ground.width * rng.uniform(0.1, 0.32))
        left = seen - body.width if on_left else ground.width - seen
        at = (round(left), ground.height - body.height)
        ground.paste(lit_like(ground, body, rng, at), at, body.getchannel("A"))
        return ground.filter(ImageFilter.GaussianBlur(height * rng.uniform(0, 0.006)))

    def composite(self, rng):
        person = self.person(rng)
        if rng.random() < self.mix.locks:
            person = with_locks(person, rng)
        beside, on_left = rng.random() < self.mix.neighbours, rng.random() < 0.5
        # Of the others, one in three stands in a picture larger than the person's own.
        room = rng.uniform(1.1, 1.5) if beside else rng.uniform(1.1, 1.9) if rng.random() < 0.33 else 1
        size = (round(person.width * room), round(person.height * room))
        ground, matte = self.ground(size, rng), Image.new("L", size)
        if rng.random() < self.mix.alike:
            ground = alike(ground, person, rng)
        left = rng.uniform(0, 1)
        if beside:
            ground = self.with_neighbour(ground, person.height, on_left, rng)
            left = (1 + left) / 2 if on_left else left / 2
        elif rng.random() < self.mix.passers_by:
            ground = self.with_passer_by(ground, person.height, rng)
        at = (round(left * (size[0] - person.width)), size[1] - person.height)
        ground.paste(lit_like(ground, person, rng), at, person)
        matte.paste(person.getchannel("A"), at)
        return ground, matte, Image.new("L", size, 255)

    def behind(self, picture, matte, known, rng):
        """The same with something before it: a table's edge, a wall, the rim of a tub, straight and of one ground."""
        width, height = picture.size
        if rng.random() < 0.5:
            thing = self.ground(picture.size, rng)
        else:
            colour = np.asarray(picture.resize((1, 1)), np.float32)[0, 0] * rng.uniform(0.4, 1.3) + rng.normal(0, 25, 3)
            light = np.linspace(rng.uniform(0.7, 1.1), rng.uniform(0.7, 1.1), height)[:, None, None]
            plain = np.broadcast_to(light * colour, (height, width, 3))
            thing = Image.fromarray(np.clip(plain + rng.normal(0, 3, (height, width, 1)), 0, 255).astype(np.uint8))
        deep, tilt = rng.uniform(0.1, 0.45), rng.uniform(-0.12, 0.12)
        if rng.random() < 0.7:
            top = [(0, height * (1 - deep - tilt)), (width, height * (1 - deep + tilt))]
            corners = [*top, (width, height), (0, height)]
        else:
            left = rng.random() < 0.5
            edge = width * deep if left else width * (1 - deep)
            side = 0 if left else width
            corners = [(edge - tilt * width, 0), (edge + tilt * width, height), (side, height), (side, 0)]
        cover = Image.new("L", picture.size)
        ImageDraw.Draw(cover).polygon(corners, fill=255)
        cover = cover.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 3)))
        matte = ImageChops.multiply(matte, ImageChops.invert(cover))
        return Image.composite(thing, picture, cover), matte, ImageChops.lighter(known, cover)

    def group(self, rng):
        """Two or three people of like height side by side, the later ones before the earlier."""
        people = []
        for _ in range(rng.integers(2, 4)):
            person = self.person(rng)
            person = person.crop(person.getchannel("A").getbbox())
            height = round(480 * rng.uniform(0.8, 1.1))
            people.append(person.resize((max(1, round(person.width * height / person.height)), height)))
        steps = [round(person.width * rng.uniform(0.6, 0.95)) for person in people]
        size = (max(320, sum(steps) + people[-1].width // 3), 560)
        ground, matte, x = self.ground(size, rng), Image.new("L", size), 0
        for person, step in zip(people, steps):
            alpha = person.getchannel("A")
            ground.paste(person, (x, size[1] - person.height), person)
            matte.paste(255, (x, size[1] - person.height), alpha)
            x += step
        return ground, matte, Image.new("L", size, 255)

    def far(self, rng):
        """One to five whole people, 0.1 to 1.2 of the picture's height, mostly on the ground's lower half.

        The scene is as small as the figures are, so that nobody in it is sharper than what is around.
        """
        share = float(np.exp(rng.uniform(np.log(0.1), np.log(1.2))))
        figures = []
        for _ in range(1 + int(rng.integers(0, 5)) if share < 0.7 else 1):
            figure = Image.open(self.pick("cutouts", rng).picture).convert("RGBA")
            figures.append(figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else figure)
        height = int(np.clip(figures[0].height / share, 160, 1000))
        size = (round(height * rng.uniform(0.7, 1.5)), height)
        ground, matte = self.ground(size, rng), Image.new("L", size)
        for figure in figures:
            scale = share * height / figure.height * rng.uniform(0.75, 1.25)
            figure = figure.resize([max(8, round(side * scale)) for side in figure.size], Image.Resampling.BICUBIC)
            x = int(rng.integers(-figure.width // 4, max(1, size[0] - figure.width * 3 // 4)))
            foot = height * (rng.uniform(0.6, 1.0) if share < 0.6 else rng.uniform(0.95, 1.25))
            at = (x, round(max(foot, min(height, figure.height * 1.02)) - figure.height))
            alpha = figure.getchannel("A")
            ground.paste(lit_like(ground, figure, rng, at), at, alpha)
            matte.paste(255, at, alpha)
        return ground, matte, Image.new("L", size, 255)

    def draw(self, rng):
        kinds = ("people", "composites", "groups", "nobody", "far")
        shares = np.array([getattr(self.mix, kind) for kind in kinds])
        kind = kinds[rng.choice(len(kinds), p=shares / shares.sum())]
        if kind == "nobody":
            return self.nobody(rng)
        if kind == "people":
            scene = load(self.pick("people", rng))
        else:
            scene = {"composites": self.composite, "groups": self.group, "far": self.far}[kind](rng)
        return self.behind(*scene, rng) if rng.random() < self.mix.behind else scene
