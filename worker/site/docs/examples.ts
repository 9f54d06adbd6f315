/** A call of each operation from a shell, where `$MATTEO` is the service's address. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  createMatte: `# a transparent PNG
curl --fail-with-body -H 'Content-Type: image/jpeg' --data-binary @photo.jpg "$MATTEO/v1/mattes" -o cutout.png

# on a colour, as a form, with a token
curl --fail-with-body -H "Authorization: Bearer $TOKEN" -F image=@photo.jpg -F on=#f6d365 -F format=webp \\
  "$MATTEO/v1/mattes" -o card.webp

# the coarse matte by the small network, with its headers
curl --fail-with-body -D - -H 'Content-Type: image/png' --data-binary @small.png \\
  "$MATTEO/v1/mattes?model=lite&output=coarse" -o coarse.png`,
  createBatch: `curl --fail-with-body -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: shop-2026-11-29" \\
  -d '{"options":{"background":"white","format":"jpeg","size":"auto"}}' "$MATTEO/v1/batches"`,
  getBatch: 'curl -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH"',
  deleteBatch: 'curl -X DELETE -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH"',
  putPicture: `curl --fail-with-body -H "Authorization: Bearer $TOKEN" -T photo.jpg \\
  "$MATTEO/v1/batches/$BATCH/pictures/photo.jpg"`,
  createUpload: `curl -H "Authorization: Bearer $TOKEN" -d '{"name":"photo.jpg","bytes":123456,"sha256":"…"}' "$MATTEO/v1/batches/$BATCH/uploads"`,
  listPictures: 'curl -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH/pictures"',
  startBatch: 'curl -X POST -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH/start"',
  listResults: 'curl -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH/results"',
  getArchive: `curl --fail-with-body -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH/archive" -o cutouts.zip`,
  followBatch: 'curl -N -H "Authorization: Bearer $TOKEN" "$MATTEO/v1/batches/$BATCH/events"',
  getResult: `curl --fail-with-body -H "Authorization: Bearer $TOKEN" \\
  "$MATTEO/v1/batches/$BATCH/results/photo.jpg" -o cutout.png`,
  createRemovebg: `curl --fail-with-body -H "X-Api-Key: $TOKEN" -F image_file=@photo.jpg -F size=auto -F crop=true \\
  "$MATTEO/v1.0/removebg" -o cutout.png

# as JSON
curl --fail-with-body -H 'Accept: application/json' -F image_file=@photo.jpg "$MATTEO/v1.0/removebg"`,
  getAccount: 'curl -H "X-Api-Key: $TOKEN" "$MATTEO/v1.0/account"',
  createRemove: `curl --fail-with-body -F file=@photo.jpg "$MATTEO/api/remove" -o cutout.png

# the mask alone; or on white
curl --fail-with-body -F file=@photo.jpg -F om=true "$MATTEO/api/remove" -o mask.png
curl --fail-with-body -F file=@photo.jpg "$MATTEO/api/remove?bgc=255,255,255,255" -o card.png`,
  getCatalog: 'curl "$MATTEO/v1/models"',
  getArtifact: `# whole, and going on where it stopped
curl -C - -O "$MATTEO/v1/models/$FILE"

# its first kilobyte
curl -r 0-1023 "$MATTEO/v1/models/$FILE" -o head.bin`,
  headArtifact: 'curl -I "$MATTEO/v1/models/$FILE"',
  getHealth: 'curl "$MATTEO/healthz"',
  getOpenApi: 'curl "$MATTEO/openapi.json"',
};
